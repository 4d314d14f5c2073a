#include "CJemalloc.h"

// A thread of its own gives freed memory back to the kernel: an idle service has none that would come by to do it.
// Arenas are as many as processors, and threads keep only small pieces at hand: else an idle service takes 1 MB more.
const char *malloc_conf = "background_thread:true,percpu_arena:percpu,tcache_max:2048";
