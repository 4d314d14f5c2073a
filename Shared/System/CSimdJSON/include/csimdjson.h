#pragma once
// simdjson's DOM for Swift: plain C, no exceptions across the border. Written for simdjson 3.0.
//
// A document is read from any thread, by many at one time; it is opened and closed by one.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

typedef struct csimdjson_document csimdjson_document;

/// A value inside an open document: where its tape is (an address, as a number), and where on it.
typedef struct {
    uintptr_t tape;
    size_t index;
} csimdjson_element;

typedef enum __attribute__((enum_extensibility(closed))) {
    csimdjson_null,
    csimdjson_bool,
    csimdjson_int,
    csimdjson_double,
    csimdjson_string,
    csimdjson_array,
    csimdjson_object,
} csimdjson_type;

typedef enum __attribute__((enum_extensibility(closed))) {
    csimdjson_ok,
    csimdjson_malformed,
    csimdjson_bad_number,
    csimdjson_bad_string,
    csimdjson_bad_utf8,
    csimdjson_too_deep,
    csimdjson_no_memory,
} csimdjson_status;

/// Parses a copy of the bytes; they may go afterwards. Null when the status is not ok.
csimdjson_document *_Nullable csimdjson_open(const uint8_t *_Nullable bytes, size_t count, csimdjson_status *status);
/// Gives the document's memory back for the next one; its elements are gone.
void csimdjson_close(csimdjson_document *document);
csimdjson_element csimdjson_root(const csimdjson_document *document);

csimdjson_type csimdjson_type_of(csimdjson_element element);
bool csimdjson_is_true(csimdjson_element element);
/// Of an int; values over INT64_MAX arrive as doubles instead.
int64_t csimdjson_int_value(csimdjson_element element);
double csimdjson_double_value(csimdjson_element element);
/// Whether a double is a whole number over INT64_MAX that fits, and which one.
bool csimdjson_large_value(csimdjson_element element, uint64_t *value);
/// UTF-8 that lives as long as the document; it may contain zeros.
const char *csimdjson_string_value(csimdjson_element element, size_t *count);

/// The first field of that name; false when there is none or the element is no object.
bool csimdjson_field(csimdjson_element object, const char *name, size_t count, csimdjson_element *value);

typedef enum __attribute__((enum_extensibility(closed))) {
    csimdjson_absent,
    csimdjson_null_found,
    csimdjson_text_found,
    csimdjson_other_found,
} csimdjson_finding;

/// The first field of that name when it is a string: UTF-8 that lives as long as the document.
csimdjson_finding csimdjson_text_field(
    csimdjson_element object,
    const char *name,
    size_t count,
    const char *_Nullable *_Nonnull text,
    size_t *text_count
);

/// How many fields an object has; 0 for anything else.
size_t csimdjson_field_count(csimdjson_element object);

/// Walks an array or object: the first element or key, and the end.
typedef struct {
    uintptr_t tape;
    size_t index;
    size_t end;
} csimdjson_cursor;

csimdjson_cursor csimdjson_enter(csimdjson_element container);
/// The next element of an array, the next key or value of an object; false at the end.
bool csimdjson_next(csimdjson_cursor *cursor, csimdjson_element *element);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
