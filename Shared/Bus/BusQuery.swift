package import Store

/// The statements of the bus; see `SQL/bus.sql`.
package enum BusQuery: String, StatementName {
    case makeOrigin = "make-origin"
    case origin
    case replaceOrigin = "replace-origin"
    case holdOrigin = "hold-origin"
    case rememberConsumer = "remember-consumer"
    case forgetReading = "forget-reading"
    case consumers
    case cursors
    case advanceCursor = "advance-cursor"
    case takeLane = "take-lane"
    case answer
    case rememberAnswer = "remember-answer"
    case forgetAnswers = "forget-answers"
    case bury
    case deadLetters = "dead-letters"
    case deadLetter = "dead-letter"
    case digUp = "dig-up"

    package static let file = StatementFile(PackageResources.bus_sql)
}

/// The statements of ``TrackLog``; see `SQL/track-log.sql`.
enum TrackLogQuery: String, StatementName {
    case takeSequences = "take-sequences"
    case keep
    case heads
    case head
    case eventsAfter = "events-after"
    case cut
    case delete

    static let file = StatementFile(PackageResources.track_log_sql)
}

/// The statements of ``BlockLog``; see `SQL/block-log.sql`.
enum BlockLogQuery: String, StatementName {
    case keep
    case newest
    case oldest
    case place
    case blocks
    case delete
    case empty

    static let file = StatementFile(PackageResources.block_log_sql)
}

extension Bus {
    /// The tables of the bus in each service's store, as the component `bus`.
    package static let migrations = [
        Migration(version: 1, name: "bus", bytes: PackageResources.v0001_bus_sql),
        Migration(version: 2, name: "packed_events", bytes: PackageResources.v0002_packed_events_sql),
    ]
}
