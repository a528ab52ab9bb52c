#ifndef BLOT_CTOML_H
#define BLOT_CTOML_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A place in the text: both 1-based, columns in code points.
typedef struct {
    uint32_t line;
    uint32_t column;
} ctoml_mark;

typedef enum {
    CTOML_STRING,
    CTOML_INTEGER,
    CTOML_FLOAT,
    CTOML_BOOLEAN,
    CTOML_DATE_TIME,
    CTOML_ARRAY,
    CTOML_TABLE,
} ctoml_kind;

/// A value, and the key it has where it stands in a table. What does not belong to its kind is 0.
typedef struct {
    ctoml_kind kind;
    ctoml_mark mark;
    ctoml_mark key_mark;
    /// UTF-8, not terminated: it may hold NULs. NULL in an array and at the root.
    const char *key;
    size_t key_length;
    /// A string, or a date and time as RFC 3339 writes them; UTF-8, not terminated.
    const char *text;
    size_t text_length;
    /// An integer; a boolean as 0 or 1.
    int64_t integer;
    double number;
    /// How many values an array or a table holds.
    size_t count;
} ctoml_node;

/// A text that was read: its nodes, or why it has none.
typedef struct ctoml_document ctoml_document;

/// Reads TOML 1.0 with toml++. Nothing is thrown, and the text is not needed afterwards.
/// Returns NULL where memory is out.
ctoml_document *ctoml_read(const char *text, size_t length);
void ctoml_free(ctoml_document *document);

/// All nodes, each before those that it holds; those of a table in the order of the text. The first is the root.
/// No nodes where the text is no TOML. They live as long as the document.
const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count);

/// What is wrong, as a sentence of UTF-8 that ends with a NUL, and where. NULL where nothing is.
const char *ctoml_error(const ctoml_document *document, ctoml_mark *mark);

#ifdef __cplusplus
}
#endif

#endif
