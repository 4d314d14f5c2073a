#include "csimdjson.h"

#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <simdjson.h>

using simdjson::dom::document;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::internal::tape_ref;

/// A parser with the memory of the document it parsed last.
struct csimdjson_document {
    simdjson::dom::parser parser;
    size_t capacity = 0;
};

namespace {

constexpr size_t max_depth = 256;
constexpr size_t smallest_capacity = 4 * 1024;
/// Documents beyond this are not kept: their memory is some 15 times their size.
constexpr size_t largest_kept = 64 * 1024;

/// Parsers in waiting, so that a small document costs no allocation.
struct Pool {
    static constexpr size_t room = 8;

    csimdjson_document *take() noexcept {
        std::lock_guard<std::mutex> lock(mutex);
        return count > 0 ? kept[--count] : new (std::nothrow) csimdjson_document();
    }

    void put(csimdjson_document *document) noexcept {
        if (document->capacity <= largest_kept) {
            std::lock_guard<std::mutex> lock(mutex);
            if (count < room) {
                kept[count++] = document;
                return;
            }
        }
        delete document;
    }

    std::mutex mutex;
    csimdjson_document *kept[room] = {};
    size_t count = 0;
};

Pool pool;

csimdjson_status status_of(simdjson::error_code error) noexcept {
    switch (error) {
    case simdjson::SUCCESS: return csimdjson_ok;
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC: return csimdjson_no_memory;
    case simdjson::DEPTH_ERROR: return csimdjson_too_deep;
    case simdjson::NUMBER_ERROR: return csimdjson_bad_number;
    case simdjson::STRING_ERROR: return csimdjson_bad_string;
    case simdjson::UTF8_ERROR: return csimdjson_bad_utf8;
    default: return csimdjson_malformed;
    }
}

/// Grows the parser here, because where simdjson does, it falls back to its own limit of depth.
simdjson::error_code parse(csimdjson_document *document, const uint8_t *bytes, size_t count) noexcept {
    if (document->capacity < count || document->capacity == 0) {
        size_t capacity = document->capacity == 0 ? smallest_capacity : document->capacity;
        while (capacity < count) capacity *= 2;
        document->capacity = 0;
        if (auto error = document->parser.allocate(capacity, max_depth)) return error;
        if (auto error = document->parser.doc.allocate(capacity)) return error;
        document->capacity = capacity;
    }
    return document->parser.parse(bytes, count).error();
}

// dom::element is a tape_ref and nothing else; so is csimdjson_element.
static_assert(sizeof(element) == sizeof(csimdjson_element), "simdjson's element has changed");
static_assert(std::is_trivially_copyable<element>::value, "simdjson's element has changed");

element to_cpp(csimdjson_element value) noexcept {
    element result;
    std::memcpy(static_cast<void *>(&result), &value, sizeof value);
    return result;
}

csimdjson_element to_c(const element &value) noexcept {
    csimdjson_element result;
    std::memcpy(&result, static_cast<const void *>(&value), sizeof value);
    return result;
}

tape_ref tape_of(uintptr_t tape, size_t index) noexcept {
    return tape_ref(reinterpret_cast<const document *>(tape), index);
}

}  // namespace

csimdjson_document *csimdjson_open(const uint8_t *bytes, size_t count, csimdjson_status *status) {
    csimdjson_document *document = pool.take();
    if (document == nullptr) {
        *status = csimdjson_no_memory;
        return nullptr;
    }
    *status = count == 0 ? csimdjson_malformed : status_of(parse(document, bytes, count));
    if (*status == csimdjson_ok) return document;
    pool.put(document);
    return nullptr;
}

void csimdjson_close(csimdjson_document *document) { pool.put(document); }

csimdjson_element csimdjson_root(const csimdjson_document *document) { return to_c(document->parser.doc.root()); }

csimdjson_type csimdjson_type_of(csimdjson_element value) {
    switch (to_cpp(value).type()) {
    case element_type::ARRAY: return csimdjson_array;
    case element_type::OBJECT: return csimdjson_object;
    case element_type::INT64: return csimdjson_int;
    case element_type::UINT64:
    case element_type::DOUBLE: return csimdjson_double;
    case element_type::STRING: return csimdjson_string;
    case element_type::BOOL: return csimdjson_bool;
    default: return csimdjson_null;
    }
}

bool csimdjson_is_true(csimdjson_element value) {
    bool result = false;
    return to_cpp(value).get(result) == simdjson::SUCCESS && result;
}

int64_t csimdjson_int_value(csimdjson_element value) {
    int64_t result = 0;
    return to_cpp(value).get(result) == simdjson::SUCCESS ? result : 0;
}

double csimdjson_double_value(csimdjson_element value) {
    double result = 0;
    return to_cpp(value).get(result) == simdjson::SUCCESS ? result : 0;
}

bool csimdjson_large_value(csimdjson_element value, uint64_t *large) {
    auto number = to_cpp(value);
    return number.type() == element_type::UINT64 && number.get(*large) == simdjson::SUCCESS;
}

const char *csimdjson_string_value(csimdjson_element value, size_t *count) {
    std::string_view text;
    if (to_cpp(value).get(text) != simdjson::SUCCESS) text = "";
    *count = text.size();
    return text.data();
}

bool csimdjson_field(csimdjson_element object, const char *name, size_t count, csimdjson_element *value) {
    simdjson::dom::object fields;
    if (to_cpp(object).get(fields) != simdjson::SUCCESS) return false;
    element field;
    if (fields.at_key(std::string_view(name, count)).get(field) != simdjson::SUCCESS) return false;
    *value = to_c(field);
    return true;
}

csimdjson_finding csimdjson_text_field(
    csimdjson_element object, const char *name, size_t count, const char **text, size_t *text_count) {
    simdjson::dom::object fields;
    if (to_cpp(object).get(fields) != simdjson::SUCCESS) return csimdjson_absent;
    element field;
    if (fields.at_key(std::string_view(name, count)).get(field) != simdjson::SUCCESS) return csimdjson_absent;
    if (field.is_null()) return csimdjson_null_found;
    std::string_view found;
    if (field.get(found) != simdjson::SUCCESS) return csimdjson_other_found;
    *text = found.data();
    *text_count = found.size();
    return csimdjson_text_found;
}

size_t csimdjson_field_count(csimdjson_element object) {
    simdjson::dom::object fields;
    return to_cpp(object).get(fields) == simdjson::SUCCESS ? fields.size() : 0;
}

csimdjson_cursor csimdjson_enter(csimdjson_element container) {
    auto type = csimdjson_type_of(container);
    if (type != csimdjson_array && type != csimdjson_object) return {container.tape, 0, 0};
    return {container.tape, container.index + 1, tape_of(container.tape, container.index).after_element() - 1};
}

bool csimdjson_next(csimdjson_cursor *cursor, csimdjson_element *value) {
    if (cursor->index >= cursor->end) return false;
    *value = {cursor->tape, cursor->index};
    cursor->index = tape_of(cursor->tape, cursor->index).after_element();
    return true;
}
