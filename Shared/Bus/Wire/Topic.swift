import Contracts

/// The first frame of a message: what subscriptions match, by its beginning. Each ends in a dot, so that no topic is the
/// beginning of another by accident.
enum Topic {
    static let beats = "beat."

    static func event(_ track: Track) -> String {
        "event.\(track.source.stream.rawValue).\(track.lane.text).\(track.source.producer.rawValue)."
    }

    static func events(_ feed: Feed, _ lane: Lane) -> String {
        "event.\(feed.stream.rawValue).\(lane.text).\(feed.producer.rawValue)."
    }

    static func request(_ service: ServiceName, _ lane: Lane) -> String {
        "request.\(service.rawValue).\(lane.text)."
    }

    static func reply(_ instance: InstanceID) -> String { "reply.\(instance)." }

    static func broadcast(_ service: ServiceName, _ name: String) -> String {
        "broadcast.\(service.rawValue).\(name)."
    }

    static func beat(_ instance: InstanceID) -> String { "\(beats)\(instance)." }
}
