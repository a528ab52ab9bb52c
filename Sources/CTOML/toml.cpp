#include "CTOML.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {
/// Forty times the largest rule file known, gitleaks' own; a text of nothing but numbers takes some 200 times its size.
constexpr size_t largest = 4 << 20;
/// Tables and arrays in each other. Rule files have five. Whoever walks the nodes may do so by recursion.
constexpr int deepest = 64;
/// Parts of one key. Rule files have three. A header and 64 values in each other, each with such a key, make a tree of
/// some 1000 levels, which toml++ 3.3 frees by recursion before its depth can be looked at: less than 0.5 MB of stack.
constexpr int most_parts = 16;
}  // namespace

// The library goes into the binary: Debian's pkg-config file would ask for the shared one.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#define TOML_MAX_NESTED_VALUES 64
// A broken assumption in the library is one more reason to refuse the text, not one to abort.
#define TOML_ASSERT(condition) \
    static_cast<void>((condition) ? 0 : throw std::logic_error("the reader lost its way"))
// toml++ 3.3 asks whether a character is a blank by a switch that leaves out most of those above U+00A0: undefined
// behaviour for an é behind a folded line (its issues 190 and 295). Answered here as its pull request 305 does.
#include <toml++/impl/forward_declarations.h>
#pragma push_macro("TOML_UNREACHABLE")
#undef TOML_UNREACHABLE
#define TOML_UNREACHABLE return false
#include <toml++/impl/unicode.h>
#pragma pop_macro("TOML_UNREACHABLE")
#include <toml++/toml.h>

struct ctoml_document {
    toml::table root;
    std::vector<ctoml_node> nodes;
    /// Dates as text; a deque, because nodes point into it.
    std::deque<std::string> texts;
    std::string error;
    ctoml_mark error_mark = {1, 1};
};

namespace {

struct Refusal {
    const char *reason;
    ctoml_mark mark;
};

ctoml_mark mark_of(const toml::source_position &position) {
    return {static_cast<uint32_t>(position.line), static_cast<uint32_t>(position.column)};
}

ctoml_mark mark_at(std::string_view text, size_t offset) {
    ctoml_mark mark = {1, 1};
    for (char byte : text.substr(0, offset)) {
        if (byte == '\n') {
            mark.line += 1;
            mark.column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            mark.column += 1;
        }
    }
    return mark;
}

/// The offset behind the string that begins at `at`, or the text's end.
size_t end_of_string(std::string_view text, size_t at) {
    const char quote = text[at];
    const auto is_quote = [&](size_t at) { return at < text.size() && text[at] == quote; };
    const bool is_long = is_quote(at + 1) && is_quote(at + 2);
    for (at += is_long ? 3 : 1; at < text.size(); at += 1) {
        if (text[at] == '\\' && quote == '"') {
            at += 1;
        } else if (!is_long && (text[at] == quote || text[at] == '\n')) {
            return at + 1;
        } else if (is_long && is_quote(at) && is_quote(at + 1) && is_quote(at + 2)) {
            at += 3;
            // One or two quotes before the closing three belong to the text.
            for (int more = 0; more < 2 && is_quote(at); more += 1) at += 1;
            return at;
        }
    }
    return text.size();
}

/// Refuses keys such as `a.a.a.…`: toml++ 3.3 makes a table of each part, and frees tables by recursion, so that a
/// long enough key overflows the stack. Strings and comments are skipped; in a text that is no TOML they may be taken
/// for something else, but only behind its first mistake.
void check_keys(std::string_view text) {
    int dots = 0;
    for (size_t at = 0; at < text.size();) {
        switch (text[at]) {
            case '"':
            case '\'': at = end_of_string(text, at); continue;
            case '#': at = std::min(text.find('\n', at), text.size()); continue;
            case '.':
                dots += 1;
                if (dots >= most_parts) throw Refusal{"a key of too many parts", mark_at(text, at)};
                break;
            case '\n':
            case '=':
            case ',':
            case '[':
            case '{': dots = 0; break;
        }
        at += 1;
    }
}

std::string text_of(const toml::date &date) {
    char text[32];
    std::snprintf(text, sizeof text, "%04u-%02u-%02u", date.year, date.month, date.day);
    return text;
}

std::string text_of(const toml::time &time) {
    char text[32];
    std::snprintf(text, sizeof text, "%02u:%02u:%02u", time.hour, time.minute, time.second);
    if (time.nanosecond == 0) return text;
    char fraction[16];
    std::snprintf(fraction, sizeof fraction, ".%09u", static_cast<unsigned>(time.nanosecond));
    std::string digits = fraction;
    return text + digits.substr(0, digits.find_last_not_of('0') + 1);
}

std::string text_of(const toml::date_time &moment) {
    std::string text = text_of(moment.date) + "T" + text_of(moment.time);
    if (!moment.offset) return text;
    const int minutes = moment.offset->minutes;
    if (minutes == 0) return text + "Z";
    char offset[32];
    std::snprintf(
        offset, sizeof offset, "%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
        std::abs(minutes) % 60);
    return text + offset;
}

/// Lays the tree out as a list.
class Flattener {
public:
    explicit Flattener(ctoml_document &document) : document(document) {}

    void add(const toml::node &value, const toml::key *key, int depth) {
        ctoml_node node = {};
        node.mark = mark_of(value.source().begin);
        if (key) {
            node.key = key->str().data();
            node.key_length = key->str().size();
            node.key_mark = mark_of(key->source().begin);
        }
        if (node.mark.line == 0) node.mark = key ? node.key_mark : ctoml_mark{1, 1};
        if (depth > deepest) throw Refusal{"nested too deep", node.mark};

        if (const auto *text = value.as_string()) {
            node.kind = CTOML_STRING;
            node.text = text->get().data();
            node.text_length = text->get().size();
        } else if (const auto *integer = value.as_integer()) {
            node.kind = CTOML_INTEGER;
            node.integer = integer->get();
        } else if (const auto *number = value.as_floating_point()) {
            node.kind = CTOML_FLOAT;
            node.number = number->get();
        } else if (const auto *boolean = value.as_boolean()) {
            node.kind = CTOML_BOOLEAN;
            node.integer = boolean->get() ? 1 : 0;
        } else if (const auto *date = value.as_date()) {
            set_moment(node, text_of(date->get()));
        } else if (const auto *time = value.as_time()) {
            set_moment(node, text_of(time->get()));
        } else if (const auto *moment = value.as_date_time()) {
            set_moment(node, text_of(moment->get()));
        } else if (const auto *array = value.as_array()) {
            node.kind = CTOML_ARRAY;
            node.count = array->size();
            document.nodes.push_back(node);
            for (const auto &item : *array) add(item, nullptr, depth + 1);
            return;
        } else if (const auto *table = value.as_table()) {
            node.kind = CTOML_TABLE;
            node.count = table->size();
            document.nodes.push_back(node);
            add_entries(*table, depth + 1);
            return;
        }
        document.nodes.push_back(node);
    }

private:
    ctoml_document &document;

    void set_moment(ctoml_node &node, std::string text) {
        document.texts.push_back(std::move(text));
        node.kind = CTOML_DATE_TIME;
        node.text = document.texts.back().data();
        node.text_length = document.texts.back().size();
    }

    /// toml++ sorts a table by its keys; their places give the order of the text back.
    void add_entries(const toml::table &table, int depth) {
        std::vector<std::pair<const toml::key *, const toml::node *>> entries;
        for (auto &&[key, value] : table) entries.emplace_back(&key, &value);
        std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) {
            return a.first->source().begin < b.first->source().begin;
        });
        for (const auto &[key, value] : entries) add(*value, key, depth);
    }
};

void read(std::string_view text, ctoml_document &document) {
    if (text.size() > largest) throw Refusal{"larger than 4 MiB", {1, 1}};
    check_keys(text);
    document.root = toml::parse(text);
    Flattener(document).add(document.root, nullptr, 0);
}

/// toml++ quotes names and values from the text, of any length and with their line endings.
std::string one_line(std::string_view reason) {
    constexpr size_t longest = 200;
    size_t end = std::min(reason.size(), longest);
    while (end < reason.size() && (reason[end] & 0xC0) == 0x80) end -= 1;
    std::string line(reason.substr(0, end));
    for (char &byte : line) {
        if ((byte >= 0 && byte < 0x20) || byte == 0x7F) byte = ' ';
    }
    return end < reason.size() ? line + "…" : line;
}

void fail(ctoml_document &document, std::string_view reason, ctoml_mark mark) {
    document.nodes.clear();
    document.error = one_line(reason);
    document.error_mark = mark;
}

}  // namespace

ctoml_document *ctoml_read(const char *text, size_t length) {
    ctoml_document *document = nullptr;
    try {
        document = new ctoml_document;
        try {
            read(length == 0 ? std::string_view() : std::string_view(text, length), *document);
        } catch (const Refusal &refusal) {
            fail(*document, refusal.reason, refusal.mark);
        } catch (const toml::parse_error &error) {
            fail(*document, error.description(), mark_of(error.source().begin));
        } catch (const std::bad_alloc &) {
            throw;
        } catch (const std::exception &error) {
            fail(*document, error.what(), {1, 1});
        }
        return document;
    } catch (...) {
        delete document;
        return nullptr;
    }
}

void ctoml_free(ctoml_document *document) { delete document; }

const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count) {
    *count = document->nodes.size();
    return document->nodes.data();
}

const char *ctoml_error(const ctoml_document *document, ctoml_mark *mark) {
    *mark = document->error_mark;
    return document->error.empty() ? nullptr : document->error.c_str();
}
