#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>

// Glibc in Swift has no epoll and eventfd.
