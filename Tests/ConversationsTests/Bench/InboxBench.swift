import Contracts
import Foundation
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

/// What the list and the searches cost at a size, beside the bare SQL of their page and beside the same in a small inbox:
/// printed, and judged by a reader.
///
/// Small unless it is asked for, so that it still runs on the day that it is needed:
/// `MYNAH_BENCH_CONVERSATIONS=1000000 MYNAH_BENCH_MESSAGES=10000000 swift test --filter InboxBench`
@Suite(.serialized) struct InboxBench {
    @Test(arguments: BenchSize.engines)
    func `every filter, many combinations and the searches`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { large in
            try await Desk.with(engine) { small in
                let start = ContinuousClock.now
                try await BenchInbox(conversations: BenchSize.conversations, messages: BenchSize.messages).fill(large)
                try await BenchInbox(conversations: BenchSize.few, messages: BenchSize.fewMessages).fill(small)
                print(
                    "\(engine): \(BenchSize.conversations) conversations, \(BenchSize.messages) messages,",
                    "and \(BenchSize.few), \(BenchSize.fewMessages), filled in \(ContinuousClock.now - start)"
                )
                print(BenchRow.header)
                let desks = BenchDesks(large: large, small: small)
                for (name, request) in BenchInbox.requests() { try await measure(name, request, desks) }
                for (name, request) in BenchInbox.searches() { try await measure(name, request, desks) }
            }
        }
    }

    private func measure(_ name: String, _ request: ListConversations, _ desks: BenchDesks) async throws {
        let filter = try ConversationFilter(request, Desk.workspace, country: "MY")
        let search = filter.search.flatMap { $0.isIndexed ? $0 : nil }
        let desk = desks.large
        let page = try await desk.store.read { reader in
            let listing = desk.listing(Desk.workspace, reader)
            let statement = ListStatement(
                page: filter,
                from: try listing.source(filter, of: BenchSize.conversations),
                on: reader.engine
            )
            return (statement.sql, statement.values.map(\.sqlValue))
        }
        // All that an answer is made of: the tags, the totals, what is found, the page.
        let bare = {
            _ = try await desk.store.read { reader in
                let tags = try reader.rows(TagQuery.tags, Desk.workspace).count
                let totals = try Totals.read(Desk.workspace, within: request.scope, in: reader).conversations
                let found = try search?.find(upTo: 5_000, in: reader).count ?? 0
                let ids: [ConversationID] = try reader.rows(sql: page.0, arguments: page.1).prefix(request.limit)
                    .map { row throws(StoreError) in try row.get(0) }
                return try tags + totals + found + reader.rows(ThreadQuery.listedConversations, JSONColumn(ids)).count
            }
        }
        print(try await BenchRow(name, desks, bare: bare) { try await $0.list(request).items.count })
    }

    private func measure(_ name: String, _ request: SearchMessages, _ desks: BenchDesks) async throws {
        let store = desks.large.store
        let expression = try #require(WordSearch(request.words)).expression(for: store.engine)
        let find: @Sendable (any Reader) throws -> Page<FoundMessage> = {
            try MessageSearch(workspace: Desk.workspace, reader: $0).find(request)
        }
        // What the index of words finds, or a conversation has; then the messages that are shown, their conversations, the
        // tags.
        let bare = {
            try await store.read { reader in
                let (start, scope) = (Cursor.afterAll, request.scope)
                let found =
                    try request.conversation.map {
                        _ = try Threads.conversation($0, Desk.workspace, within: scope, in: reader)
                        return try reader.rows(SearchQuery.messagesBefore, $0, start.moment, start.message, 250)
                    }
                    ?? reader.rows(
                        SearchQuery.findMessages,
                        expression,
                        start.arrival(on: reader.engine),
                        Desk.workspace,
                        scope,
                        request.limit + 1
                    )
                let ids: [String] = try found.prefix(request.limit).map { row throws(StoreError) in try row.get(0) }
                let messages = try reader.rows(MessageQuery.listedMessages, Desk.workspace, JSONColumn(ids))
                let conversations: [String] = try messages.map { row throws(StoreError) in
                    try row.get("conversation")
                }
                _ = try reader.rows(ThreadQuery.listedConversations, JSONColumn(conversations))
                _ = try reader.rows(TagQuery.tags, Desk.workspace)
            }
        }
        print(try await BenchRow(name, desks, bare: bare) { try await $0.store.read(find).items.count })
    }
}

/// How much is measured; little unless it is asked for.
enum BenchSize {
    static let conversations = number("MYNAH_BENCH_CONVERSATIONS", 100)
    static let messages = number("MYNAH_BENCH_MESSAGES", conversations)
    /// The small inbox beside it, with as many messages in each conversation.
    static let few = min(conversations, 10_000)
    static let fewMessages = messages / max(1, conversations / few)
    static let rounds = number("MYNAH_BENCH_ROUNDS", conversations > 100 ? 100 : 1)
    /// `MYNAH_BENCH_ENGINE=postgres` for one alone.
    static let engines = StoreEngine.underTest.filter { engine in
        ProcessInfo.processInfo.environment["MYNAH_BENCH_ENGINE"].map { $0 == engine.rawValue } ?? true
    }

    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }
}
