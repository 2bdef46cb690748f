package chat.paloma.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the figures were measured on. No name and no address of the machine.
 *
 * @param memoryMebibytes the memory of the machine, 0 when the system does not tell
 */
public record Machine(String processor, int cores, long memoryMebibytes, String operatingSystem, String java) {
    private static final String UNKNOWN = "unknown";

    public static Machine here() {
        return new Machine(
                systemValue("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                readMemory(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    /** What is running on it: the mean of the last minute, or that the system does not tell. */
    public static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? UNKNOWN : String.format(Locale.ROOT, "%.1f", load);
    }

    private static long readMemory() {
        String digits = systemValue("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) / 1024;
    }

    /** The value of the first line {@code key : value} of one of Linux's system files. */
    private static String systemValue(String file, String key) {
        try {
            return Files.readString(Path.of(file))
                    .lines()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
