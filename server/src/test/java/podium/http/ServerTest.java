package podium.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.config.ServerConfig;

class ServerTest {

  @Test
  void saysThatAPortIsInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      var config =
          new ServerConfig("127.0.0.1", port, ApiKeys.NONE, false, Limits.DEFAULT, Duration.ZERO);

      assertThatThrownBy(
              () -> Server.start(config, new Service(List.of(), () -> true, Traffic.IGNORED)))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot listen on 127.0.0.1:%d: Address already in use".formatted(port));
    }
  }

  @Test
  void saysThatAnAddressIsNotOurs() {
    var config =
        new ServerConfig("192.0.2.1", 0, ApiKeys.NONE, true, Limits.DEFAULT, Duration.ZERO);

    assertThatThrownBy(
            () -> Server.start(config, new Service(List.of(), () -> true, Traffic.IGNORED)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on 192.0.2.1:0: Cannot assign requested address");
  }
}
