package podium.image;

import java.io.IOException;
import java.net.InetAddress;
import podium.ImagePolicy;

/// Image sources for tests of other packages.
public final class LocalImages {

  private LocalImages() {}

  /// One to which this machine's loopback interface, but no other private address, is public.
  public static ImageSource reachingLoopback(ImagePolicy policy) throws IOException {
    return new ImageSource(
        policy,
        new Network(
            InetAddress::getAllByName,
            address -> address.isLoopbackAddress() || PublicAddresses.contains(address),
            Network.PUBLIC.tls()));
  }
}
