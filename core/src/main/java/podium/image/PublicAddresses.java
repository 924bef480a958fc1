package podium.image;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// The addresses of the public internet. All others may lead into the operator's own network, where
/// a request must not be able to send ours: private, loopback, link-local (and with it the metadata
/// services of clouds), shared, multicast and reserved ones (IANA's special-purpose registries).
final class PublicAddresses {

  private static final List<Block> SPECIAL_V4 =
      Block.parse(
          """
          0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 \
          192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 \
          224.0.0.0/4 240.0.0.0/4 168.63.129.16/32\
          """);

  /// Global unicast; everything outside of it is local, multicast or unassigned.
  private static final Block GLOBAL_V6 = Block.of("2000::/3");

  /// Tunnels (Teredo, 6to4), whose addresses hide others, and addresses for documentation.
  private static final List<Block> SPECIAL_V6 =
      Block.parse("2001::/23 2001:db8::/32 2002::/16 3fff::/20");

  /// IPv4 addresses as seen through a NAT64 gateway: the last four bytes decide.
  private static final Block NAT64 = Block.of("64:ff9b::/96");

  private PublicAddresses() {}

  static boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) { // so are IPv4-mapped IPv6 addresses
      return containsV4(bytes);
    }
    if (NAT64.contains(bytes)) {
      return containsV4(Arrays.copyOfRange(bytes, 12, 16));
    }
    return GLOBAL_V6.contains(bytes) && SPECIAL_V6.stream().noneMatch(b -> b.contains(bytes));
  }

  private static boolean containsV4(byte[] bytes) {
    return SPECIAL_V4.stream().noneMatch(block -> block.contains(bytes));
  }

  /// Addresses that share their first `bits` bits with `prefix`.
  private static final class Block {

    private final byte[] prefix;
    private final int bits;

    private Block(byte[] prefix, int bits) {
      this.prefix = prefix;
      this.bits = bits;
    }

    static List<Block> parse(String blocks) {
      return Arrays.stream(blocks.split(" ", -1)).map(Block::of).toList();
    }

    static Block of(String text) {
      int slash = text.indexOf('/');
      byte[] prefix = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
      return new Block(prefix, Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(byte[] address) {
      int whole = bits / 8;
      int mask = 0xff00 >> bits % 8 & 0xff;
      return Arrays.equals(prefix, 0, whole, address, 0, whole)
          && (mask == 0 || ((prefix[whole] ^ address[whole]) & mask) == 0);
    }
  }
}
