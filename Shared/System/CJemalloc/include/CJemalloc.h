#pragma once

/// How jemalloc, which takes malloc's place in every program that has this module, is set up.
/// - Source: jemalloc(3), TUNING.
extern const char *malloc_conf;
