import Contracts
import Crypto
import HTTPServer
import Runtime

/// Addresses of stored files on the media service's data plane, each good for some minutes.
struct SignedFiles: Sendable {
    /// How long an address is good; a slow download goes on past it.
    private static let lifetime = Duration.seconds(300)

    /// The data plane as the gateway reaches it, without a slash at the end.
    let address: String
    private let signer: SignedURL
    private let clock: WallClock

    init(address: String, key: ClusterKey, clock: WallClock) {
        self.address = address
        signer = SignedURL(key: key.derive(MediaDataPlane.key))
        self.clock = clock
    }

    /// - Parameters:
    ///   - method: what may be done there.
    ///   - path: of ``MediaDataPlane``.
    ///   - base: the data plane as somebody else reaches it.
    func url(_ method: HTTPMethod, _ path: String, at base: String? = nil) -> String {
        (base ?? address) + signer.sign(method.rawValue, path, until: clock.now() + Self.lifetime)
    }
}
