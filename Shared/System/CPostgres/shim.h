#pragma once
#include <libpq-fe.h>

#pragma clang assume_nonnull begin

// The fields of an error are named by character macros, which Swift does not import as a number.
static inline const char *_Nullable cpostgres_state(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}
static inline const char *_Nullable cpostgres_message(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}
static inline const char *_Nullable cpostgres_constraint(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
}
static inline const char *_Nullable cpostgres_column(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
}

static inline void cpostgres_ignore_notice(void *_Nullable context, const char *_Nullable text) {
    (void)context;
    (void)text;
}

/// Keeps notices off standard error, where logs are JSON.
static inline void cpostgres_silence(PGconn *connection) {
    PQsetNoticeProcessor(connection, cpostgres_ignore_notice, 0);
}

#pragma clang assume_nonnull end
