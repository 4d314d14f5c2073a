#pragma once
#include <sys/eventfd.h>
#include <zmq.h>

/* An eventfd that never blocks; its flags are an enum without a name, which Swift does not import. */
static inline int czmq_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }
