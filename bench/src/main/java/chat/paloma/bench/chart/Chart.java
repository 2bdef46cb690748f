package chat.paloma.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over categories, on a logarithmic scale: what is compared here differs by factors.
 *
 * @param name for the file, of letters and dashes
 * @param unit of the values
 * @param categories along the bottom, at least two
 */
public record Chart(String name, String title, String unit, List<String> categories, List<Series> series) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 80;
    private static final int RIGHT = 160;
    private static final int TOP = 50;
    private static final int BOTTOM = 50;
    private static final String[] COLOURS = {"#1f6feb", "#d1453b", "#2e8b57", "#b8860b", "#7a52c7", "#444444"};

    /**
     * One line.
     *
     * @param values one for each category; those that are not positive are left out
     */
    public record Series(String name, List<Double> values) {
        public Series {
            values = List.copyOf(values);
        }
    }

    public Chart {
        categories = List.copyOf(categories);
        series = List.copyOf(series);
        int columns = categories.size();
        if (columns < 2 || series.stream().anyMatch(each -> each.values().size() != columns)) {
            throw new IllegalArgumentException("values that fit no categories in " + name);
        }
    }

    /** How the file of a report is called that holds it. */
    public String fileName(String benchmark) {
        return benchmark + "-" + name + ".svg";
    }

    /** The whole chart as an SVG document. */
    public String toSvg() {
        List<Double> positive = series.stream()
                .flatMap(each -> each.values().stream())
                .filter(value -> value > 0)
                .toList();
        double low = Math.floor(
                Math.log10(positive.stream().mapToDouble(v -> v).min().orElse(1)));
        double high =
                Math.ceil(Math.log10(positive.stream().mapToDouble(v -> v).max().orElse(10)));
        double top = high > low ? high : low + 1;
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
                WIDTH,
                HEIGHT));
        out.append(text(LEFT, 24, "start", title + " (" + unit + ")"));
        for (int power = (int) low; power <= top; power++) {
            double y = y(Math.pow(10, power), low, top);
            out.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>\n",
                    LEFT,
                    WIDTH - RIGHT,
                    y,
                    y));
            out.append(text(LEFT - 8, y + 4, "end", label(power)));
        }
        for (int i = 0; i < categories.size(); i++) {
            out.append(text(x(i), HEIGHT - BOTTOM + 24, "middle", categories.get(i)));
        }
        for (int i = 0; i < series.size(); i++) {
            out.append(line(series.get(i), COLOURS[i % COLOURS.length], low, top));
            out.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>\n",
                    WIDTH - RIGHT + 16,
                    TOP + 20 * i,
                    COLOURS[i % COLOURS.length]));
            out.append(text(
                    WIDTH - RIGHT + 34,
                    TOP + 20 * i + 11,
                    "start",
                    series.get(i).name()));
        }
        return out.append("</svg>\n").toString();
    }

    private String line(Series each, String colour, double low, double top) {
        List<String> points = new ArrayList<>();
        StringBuilder dots = new StringBuilder();
        for (int i = 0; i < each.values().size(); i++) {
            double value = each.values().get(i);
            if (value > 0) {
                points.add(String.format(Locale.ROOT, "%.1f,%.1f", x(i), y(value, low, top)));
                dots.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n",
                        x(i),
                        y(value, low, top),
                        colour));
            }
        }
        return String.format(
                        Locale.ROOT,
                        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n",
                        String.join(" ", points),
                        colour)
                + dots;
    }

    private double x(int column) {
        return LEFT + 20 + (WIDTH - LEFT - RIGHT - 40.0) * column / (categories.size() - 1);
    }

    private static double y(double value, double low, double top) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (top - Math.log10(value)) / (top - low);
    }

    private static String label(int power) {
        return power >= 0
                ? String.format(Locale.ROOT, "%,.0f", Math.pow(10, power))
                : String.format(Locale.ROOT, "%.3g", Math.pow(10, power));
    }

    private static String text(double x, double y, String anchor, String content) {
        String escaped = content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, escaped);
    }
}
