package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.RewriteConfig;
import dev.postern.domain.routing.RequestView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sets and removes pairs of a query; all others pass byte for byte and in their order. What is set stands where the
 * first pair of its name stood, else at the end. Immutable.
 */
final class QueryRewrite {
    /** A pair to set: its name as compared, as written with its equals sign, and its value. */
    private record Setting(Slice name, Slice written, Template value) {}

    static final QueryRewrite NONE = new QueryRewrite(List.of(), List.of());
    private static final int MOST_SETTINGS = 64;

    private final Setting[] settings;
    private final Slice[] removed;

    private QueryRewrite(List<Setting> settings, List<Slice> removed) {
        this.settings = settings.toArray(new Setting[0]);
        this.removed = removed.toArray(new Slice[0]);
    }

    static QueryRewrite compile(RewriteConfig.Query config, Vocabulary vocabulary, String path, Faults faults) {
        if (config.set().isEmpty() && config.remove().isEmpty()) {
            return NONE;
        }
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, String> entry : config.set().entrySet()) {
            String at = path + ".set." + entry.getKey();
            Template value = Template.compile(entry.getValue(), Destination.QUERY_VALUE, vocabulary, null, at, faults);
            Slice name = LiteralText.slice(entry.getKey());
            settings.add(new Setting(name, written(name), value));
            if (config.remove().contains(entry.getKey())) {
                faults.add(at, "the parameter is set and removed; set replaces what the client sent by itself");
            }
        }
        if (settings.size() > MOST_SETTINGS) {
            faults.add(path + ".set", settings.size() + " parameters; at most " + MOST_SETTINGS + " can be set");
        }
        List<Slice> removed = new ArrayList<>();
        config.remove().forEach(name -> removed.add(LiteralText.slice(name)));
        return new QueryRewrite(settings, removed);
    }

    private static Slice written(Slice name) {
        ByteBuilder out = new ByteBuilder(name.length() + 1);
        Escape.ENCODE.write(name, out);
        return out.append('=').slice(0, new Slice());
    }

    /** Appends the query with its question mark, or nothing; false, and nothing appended, when a value is unfit. */
    boolean append(TemplateScope scope, ByteBuilder out) {
        RequestView request = scope.request();
        if (settings.length == 0 && removed.length == 0) {
            if (request.hasQuery()) {
                out.append('?').append(request.query());
            }
            return true;
        }
        int begin = out.length();
        long written = 0;
        QueryPairs pairs = scope.rewrittenPairs().over(request.query());
        while (pairs.next()) {
            int setting = settingOf(pairs);
            if (setting < 0 && !isRemoved(pairs)) {
                separate(begin, out);
                out.append(pairs.pair());
            } else if (setting >= 0 && (written & 1L << setting) == 0) {
                written |= 1L << setting;
                if (!appendSetting(settings[setting], scope, begin, out)) {
                    return false;
                }
            }
        }
        for (int i = 0; i < settings.length; i++) {
            if ((written & 1L << i) == 0 && !appendSetting(settings[i], scope, begin, out)) {
                return false;
            }
        }
        return true;
    }

    private static boolean appendSetting(Setting setting, TemplateScope scope, int begin, ByteBuilder out) {
        separate(begin, out);
        out.append(setting.written);
        boolean fit = setting.value.append(scope, out);
        if (!fit) {
            out.truncate(begin);
        }
        return fit;
    }

    private static void separate(int begin, ByteBuilder out) {
        out.append(out.length() == begin ? '?' : '&');
    }

    private int settingOf(QueryPairs pairs) {
        for (int i = 0; i < settings.length; i++) {
            if (pairs.isNamed(settings[i].name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isRemoved(QueryPairs pairs) {
        for (Slice name : removed) {
            if (pairs.isNamed(name)) {
                return true;
            }
        }
        return false;
    }
}
