import Synchronization

/// The description of an API, made when it is first asked for.
final class APIDescription: Sendable {
    static let path = "/openapi.json"

    private let make: @Sendable () -> [UInt8]
    private let made = Mutex<[UInt8]?>(nil)

    init(make: @escaping @Sendable () -> [UInt8]) {
        self.make = make
    }

    func response() -> HTTPResponse {
        let bytes = made.withLock { made in
            let bytes = made ?? make()
            made = bytes
            return bytes
        }
        return HTTPResponse(200, type: "application/json", bytes: bytes)
    }
}
