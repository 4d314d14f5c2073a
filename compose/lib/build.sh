# Building the programs. Sourced after packages.sh.

services=(media conversations enrichment campaigns gateway)

# Builds the named programs as a release (or as $configuration says) and sets binaries to where they are. A test has
# built them already.
build_programs() {
    if [ -n "${MYNAH_TEST_BINARIES:-}" ]; then
        binaries=$MYNAH_TEST_BINARIES
        return
    fi
    local configuration=${configuration:-release} flags program
    flags=(-c "$configuration" --explicit-target-dependency-import-check error)
    [ "$configuration" = debug ] || flags+=(--static-swift-stdlib)
    say "Building $* ($configuration)"
    for program in "$@"; do swift build "${flags[@]}" --product "$program"; done
    binaries=$PWD/.build/$configuration
}
