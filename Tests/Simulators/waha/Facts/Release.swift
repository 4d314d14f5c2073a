/// The WAHA the simulator claims to be.
enum Release {
    static let version = "2026.7.1"

    /// As in every event and in `GET /api/server/version`.
    static func body(_ engine: Engine) -> Body {
        [
            "version": .text(version),
            "engine": .text(engine.rawValue),
            "tier": "PLUS",
            "browser": engine == .webjs ? "/usr/bin/google-chrome-stable" : nil,
            "platform": "linux/x64",
            "worker": ["id": nil],
        ]
    }
}
