import Store

/// How many messages a search looks through by themselves.
struct SearchReach: Sendable {
    /// After so many it is judged how common the words are.
    var sample = 125
    /// For what may be common; the index of words is then asked for the rest.
    var index: Int
    /// For one page of words that are too common for the index; the next page goes on from there.
    var page = 200_000
    /// For one page of a conversation; the next one goes on from there.
    var conversation = 5_000

    /// Among ten million messages the way along the latest is shorter up to here than through all that the index has of
    /// words as common as that: PostgreSQL looks at the row of each.
    static func usual(on engine: StoreEngine) -> SearchReach {
        switch engine {
        case .sqlite: SearchReach(index: 16_000)
        case .postgres: SearchReach(index: 32_000)
        }
    }
}
