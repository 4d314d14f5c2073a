#pragma once
#include <wslay/wslay.h>

// What Swift cannot import from wslay: structures of callbacks, and callbacks without nullability.

#pragma clang assume_nonnull begin

typedef ssize_t (*cwslay_receive)(wslay_event_context_ptr context, uint8_t *buffer, size_t length, int flags,
    void *_Nullable user);
typedef ssize_t (*cwslay_send)(wslay_event_context_ptr context, const uint8_t *data, size_t length, int flags,
    void *_Nullable user);
typedef void (*cwslay_message)(wslay_event_context_ptr context, const struct wslay_event_on_msg_recv_arg *message,
    void *_Nullable user);

/// A server's side of one connection; NULL without memory.
static inline wslay_event_context_ptr _Nullable cwslay_server(cwslay_receive receive, cwslay_send send,
    cwslay_message message, uint64_t longest, void *user) {
    struct wslay_event_callbacks callbacks = {0};
    callbacks.recv_callback = receive;
    callbacks.send_callback = send;
    callbacks.on_msg_recv_callback = message;
    wslay_event_context_ptr context;
    if (wslay_event_context_server_init(&context, &callbacks, user) != 0) return NULL;
    wslay_event_config_set_max_recv_msg_length(context, longest);
    return context;
}

static inline void cwslay_would_block(wslay_event_context_ptr context) {
    wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
}

static inline void cwslay_failed(wslay_event_context_ptr context) {
    wslay_event_set_error(context, WSLAY_ERR_CALLBACK_FAILURE);
}

/// Copies the bytes. Not 0: without memory, or after the close frame.
static inline int cwslay_queue(wslay_event_context_ptr context, uint8_t opcode, const uint8_t *_Nullable bytes,
    size_t length) {
    struct wslay_event_msg message = {opcode, bytes, length};
    return wslay_event_queue_msg(context, &message);
}

#pragma clang assume_nonnull end
