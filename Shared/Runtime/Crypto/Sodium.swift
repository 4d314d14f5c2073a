import CSodium

/// The library, ready for use.
enum Sodium {
    /// False when the system has no randomness to give, at which nothing here may be used.
    ///
    /// `sodium_init` may be called from any thread, any number of times; a static runs it once.
    static let isReady = sodium_init() >= 0
}
