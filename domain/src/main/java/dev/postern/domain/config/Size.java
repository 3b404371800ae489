package dev.postern.domain.config;

/** A number of bytes. Written {@code 512B 16KiB 1MiB 2GiB}, or a bare {@code 0}. */
public record Size(long bytes) {
    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        long amount = bytes;
        int unit = 0;
        while (amount != 0 && amount % 1024 == 0 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        return amount + (amount == 0 ? "" : units[unit]);
    }
}
