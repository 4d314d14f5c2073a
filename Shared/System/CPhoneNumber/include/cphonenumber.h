#pragma once
#include <stdbool.h>
#include <stddef.h>

// libphonenumber behind a C header. Results are copied out; no exception leaves a function. Every function may be called
// from any thread: the library's singleton is made once, is constant from then on, and guards its caches itself.
// The first call loads the numbering plans of all countries.

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

typedef struct {
    char e164[24];
    // By the numbering plan; otherwise just of a possible length.
    bool is_valid;
} cphone_number;

// Reads a number as typed, in a country ("MY") or, with an empty country, internationally. False when it cannot be one.
bool cphone_parse(const char *text, size_t length, const char *country, cphone_number *number);

// The number as it is dialled at home, digits only: "0123456789". The count of digits, 0 when they do not fit.
size_t cphone_national(const char *e164, char *digits, size_t capacity);

// 60 for "MY"; 0 when there is no such country.
int cphone_calling_code(const char *country);

// What is dialled before a number inside the country, "0" or nothing. The count of characters.
size_t cphone_trunk_prefix(const char *country, char *prefix, size_t capacity);

// An example of a mobile number of each country that has them: the count of those written, for tests.
size_t cphone_examples(cphone_number *numbers, size_t capacity);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
