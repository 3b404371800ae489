package dev.postern.config.file;

import dev.postern.domain.config.Network;
import java.util.Optional;

/** {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address. Names are never looked up. */
record Networks() implements ScalarType {
    @Override
    public Form form() {
        return Form.text("network", "10.0.0.0/8", "[0-9A-Fa-f:.]+(/[0-9]{1,3})?");
    }

    @Override
    public String expected() {
        return "a network such as 10.0.0.0/8, fd00::/8 or 192.0.2.1";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        Optional<byte[]> parsed = IpLiteral.parse(address);
        if (parsed.isEmpty()) {
            throw new BadValueException(hint(address));
        }
        byte[] bytes = parsed.get();
        int bits = bytes.length * 8;
        if (IpLiteral.isMappedV4(bytes)) {
            throw new BadValueException("clients over IPv4 are seen as IPv4: write it as an IPv4 network");
        }
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits);
        Network network = new Network(bytes, prefix);
        if (hasBitsBeyond(bytes, prefix)) {
            throw new BadValueException("bits are set beyond the prefix: write " + network + " for the network, "
                    + address + " for the address");
        }
        return network;
    }

    private static int prefix(String text, int bits) throws BadValueException {
        if (!text.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(text) > bits) {
            throw new BadValueException("the prefix is a number from 0 to " + bits);
        }
        return Integer.parseInt(text);
    }

    private static boolean hasBitsBeyond(byte[] bytes, int prefix) {
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] & 0x80 >> bit % 8) != 0) {
                return true;
            }
        }
        return false;
    }

    private static String hint(String address) {
        if (address.startsWith("[")) {
            return "write it without brackets";
        }
        return address.matches("[A-Za-z0-9.-]*[A-Za-z][A-Za-z0-9.-]*") ? "names aren't looked up here" : "";
    }
}
