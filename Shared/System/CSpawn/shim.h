#pragma once
#include <spawn.h>

// What Glibc in Swift leaves out of <spawn.h> and <unistd.h>: they show it for _GNU_SOURCE alone.

int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int pipe2(int ends[2], int flags);

/// The program begins with no files open from this descriptor on.
static inline void cspawn_close_from(posix_spawn_file_actions_t *actions, int from) {
    posix_spawn_file_actions_addclosefrom_np(actions, from);
}

/// A pipe: what to read from, then what to write to; -1 and errno when there is none.
static inline int cspawn_pipe(int *ends, int flags) { return pipe2(ends, flags); }
