#pragma once
#include <microhttpd.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

// What Swift cannot import from libmicrohttpd: variadic functions, unions, nullability of callbacks.

#pragma clang assume_nonnull begin

typedef enum MHD_Result (*cmhd_access)(void *_Nullable context, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *_Nullable data, size_t *size, void *_Nullable *_Nonnull slot);
typedef void (*cmhd_completed)(void *_Nullable context, struct MHD_Connection *connection,
    void *_Nullable *_Nonnull slot, enum MHD_RequestTerminationCode code);
typedef void (*cmhd_peer)(void *_Nullable context, struct MHD_Connection *connection, void *_Nullable *_Nonnull slot,
    enum MHD_ConnectionNotificationCode code);
typedef void (*cmhd_upgraded)(void *_Nullable context, struct MHD_Connection *connection, void *_Nullable slot,
    const char *_Nullable extra, size_t size, int socket, struct MHD_UpgradeResponseHandle *handle);

struct cmhd_settings {
    unsigned connections;
    unsigned idle_seconds;
    size_t connection_memory;
};

// Paths and query items stay as they came: a path is split before its segments are decoded.
static inline size_t cmhd_keep_escapes(void *_Nullable context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

/// On a thread where SIGPIPE is blocked: `sendfile` cannot do without.
static inline struct MHD_Daemon *_Nullable cmhd_start(struct cmhd_settings settings, void *context,
    cmhd_access access, cmhd_completed completed, cmhd_peer peer) {
    unsigned flags = MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME | MHD_ALLOW_UPGRADE;
    return MHD_start_daemon(flags, 0, NULL, NULL, (MHD_AccessHandlerCallback)access, context,
        MHD_OPTION_CONNECTION_LIMIT, settings.connections,
        MHD_OPTION_CONNECTION_TIMEOUT, settings.idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings.connection_memory,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, cmhd_keep_escapes, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context,
        MHD_OPTION_NOTIFY_CONNECTION, peer, context,
        MHD_OPTION_END);
}

/// Readable as soon as the daemon has something to do.
static inline int cmhd_descriptor(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info ? info->epoll_fd : -1;
}

// Declared for C with _GNU_SOURCE alone.
extern int accept4(int listener, struct sockaddr *_Nullable address, socklen_t *_Nullable size, int flags);

/// Accepts a connection for a daemon.
static inline int cmhd_accept(int listener) {
    return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static inline int cmhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

/// The slot that `cmhd_peer` filled when the connection was accepted.
static inline void *_Nullable cmhd_peer_slot(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static inline struct MHD_Response *_Nullable cmhd_copied_response(size_t size, const void *_Nullable bytes) {
    return MHD_create_response_from_buffer(size, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

static inline struct MHD_Response *_Nullable cmhd_upgrade_response(cmhd_upgraded upgraded, void *_Nullable context) {
    return MHD_create_response_for_upgrade((MHD_UpgradeHandler)upgraded, context);
}

static inline void cmhd_close_upgraded(struct MHD_UpgradeResponseHandle *handle) {
    MHD_upgrade_action(handle, MHD_UPGRADE_ACTION_CLOSE);
}

#pragma clang assume_nonnull end
