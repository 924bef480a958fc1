package podium.image;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/// What fetching needs of the world outside, so that tests can stand in for it.
///
/// @param resolver host names to addresses
/// @param reachable addresses that may be connected to
/// @param tls what makes the sockets for `https`, asked for only when there is one to make
record Network(
    Resolver resolver, Predicate<InetAddress> reachable, Supplier<SSLSocketFactory> tls) {

  /// The public internet, and nothing nearer.
  static final Network PUBLIC =
      new Network(
          InetAddress::getAllByName,
          PublicAddresses::contains,
          () -> (SSLSocketFactory) SSLSocketFactory.getDefault());

  /// Looks up a host name.
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }
}
