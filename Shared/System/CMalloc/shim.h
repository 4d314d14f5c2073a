#pragma once
#include <malloc.h>

// Glibc in Swift has no mallinfo2 and malloc_trim.
