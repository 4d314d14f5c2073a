#pragma once
#include <sqlite3.h>
#include <stddef.h>
#include <sys/file.h>

#pragma clang assume_nonnull begin

/// Binds text that stays where it is until the statement is reset; SQLITE_STATIC is a cast that Swift does not import.
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *text, size_t length) {
    return sqlite3_bind_text64(statement, index, (const char *)text, length, SQLITE_STATIC, SQLITE_UTF8);
}

/// Binds bytes that stay where they are until the statement is reset.
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, size_t length) {
    return sqlite3_bind_blob64(statement, index, bytes, length, SQLITE_STATIC);
}

/// The answer of a function of SQL: text that is copied; SQLITE_TRANSIENT is a cast that Swift does not import.
static inline void csqlite_result_text(sqlite3_context *_Nullable context, const void *_Nullable text, size_t length) {
    sqlite3_result_text64(context, (const char *)text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Stops counting memory, for which every allocation takes a lock; call it before anything is opened.
static inline int csqlite_count_no_memory(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// Locks the file for this process alone, or fails at once; Swift takes flock for the struct of that name.
static inline int csqlite_try_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

#pragma clang assume_nonnull end
