import Bus
import Contracts

/// The events and requests that the tests speak.
struct Counted: Event, Equatable {
    static let topic = "counted.v1"
    static let stream = Stream.inbound

    var key: String
    var number: Int

    var laneKey: String { key }
}

struct Echo: Request, Equatable {
    static let name = "test.echo"
    static let service = ServiceName.conversations

    struct Reply: Codable, Sendable, Equatable {
        var text: String
        var by: String
    }

    var text: String

    var laneKey: String? { nil }
}

/// A command in the lane of its key.
struct Add: Request {
    static let name = "test.add"
    static let service = ServiceName.conversations

    struct Reply: Codable, Sendable, Equatable {
        var sum: Int
    }

    var key: String
    var amount: Int

    var laneKey: String? { key }
}

/// Work that waits for others.
struct Fetch: Request {
    static let name = "test.fetch"
    static let service = ServiceName.conversations

    struct Reply: Codable, Sendable, Equatable {
        var count: Int
    }

    var laneKey: String? { nil }
}

extension WorkspaceID {
    static let test = WorkspaceID(trusted: "test")
}
