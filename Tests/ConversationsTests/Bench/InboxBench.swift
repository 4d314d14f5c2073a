import Contracts
import Foundation
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

/// What the list and the searches cost at a size, beside the bare SQL of their page: printed, and judged by a reader.
///
/// Small unless it is asked for, so that it still runs on the day that it is needed:
/// `MYNAH_BENCH_CONVERSATIONS=1000000 MYNAH_BENCH_MESSAGES=10000000 swift test --filter InboxBench`
@Suite(.serialized) struct InboxBench {
    private static let (conversations, messages) = (BenchSize.conversations, BenchSize.messages)

    @Test(arguments: BenchSize.engines)
    func `every filter, many combinations and the searches`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let inbox = BenchInbox(conversations: Self.conversations, messages: Self.messages)
            let start = ContinuousClock.now
            try await inbox.fill(desk)
            print(
                "\(engine): \(Self.conversations) conversations, \(Self.messages) messages,",
                "filled in \(ContinuousClock.now - start)"
            )
            print(
                "request".padded(44),
                "p50 ms".padded(10),
                "p99 ms".padded(10),
                "bare p50".padded(10),
                "bare p99".padded(10),
                "ratio".padded(10),
                "rows"
            )
            for (name, request) in inbox.requests() { try await measure(name, request, desk) }
            for (name, request) in inbox.searches() { try await measure(name, request, desk) }
        }
    }

    private func measure(_ name: String, _ request: ListConversations, _ desk: Desk) async throws {
        let filter = try ConversationFilter(request, Desk.workspace, country: "MY")
        let search = filter.search.flatMap { $0.isIndexed ? $0 : nil }
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
        let times = try await Self.times({ _ = try await desk.list(request) }, bare)
        print(name.padded(44), times, try await desk.list(request).items.count)
    }

    private func measure(_ name: String, _ request: SearchMessages, _ desk: Desk) async throws {
        let expression = try #require(WordSearch(request.words)).expression(for: desk.store.engine)
        let find: @Sendable (any Reader) throws -> Page<FoundMessage> = {
            try MessageSearch(workspace: Desk.workspace, reader: $0).find(request)
        }
        // What the index of words finds, or a conversation has; then the messages that are shown, their conversations, the
        // tags.
        let bare = {
            try await desk.store.read { reader in
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
        let times = try await Self.times({ _ = try await desk.store.read(find) }, bare)
        print(name.padded(44), times, try await desk.store.read(find).items.count)
    }

    /// Measures both by turns, so that the machine's noise is in both, for half a minute at most.
    /// - Returns: the median and the 99th percentile of each, in milliseconds, and the ratio of the medians.
    private static func times(
        _ whole: () async throws -> Void,
        _ bare: () async throws -> Void
    ) async throws -> String {
        var (wholes, bares): ([Double], [Double]) = ([], [])
        let end = ContinuousClock.now + .seconds(30)
        repeat {
            wholes.append(try await time(whole))
            // What took longer than a statement may would do so again.
            if bares.last != .infinity { bares.append(try await time(bare)) }
        } while wholes.count < BenchSize.rounds && ContinuousClock.now < end
        wholes.sort()
        bares.sort()
        let figures = [wholes, bares].flatMap { [$0[$0.count / 2], $0[$0.count * 99 / 100]] }
        return (figures + [figures[0] / figures[2]]).map { $0.text.padded(10) }.joined(separator: " ")
    }

    /// - Returns: milliseconds; infinite for what takes longer than a statement may.
    private static func time(_ work: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        do {
            try await work()
        } catch StoreError.engine(code: "57014", _, _) {  // PostgreSQL's statement_timeout.
            return .infinity
        }
        return (ContinuousClock.now - start) / .milliseconds(1)
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        padding(toLength: max(width, count), withPad: " ", startingAt: 0)
    }
}

extension Double {
    fileprivate var text: String { String(format: "%.3f", self) }
}

/// How much is measured; little unless it is asked for.
enum BenchSize {
    static let conversations = number("MYNAH_BENCH_CONVERSATIONS", 100)
    static let messages = number("MYNAH_BENCH_MESSAGES", conversations)
    static let rounds = number("MYNAH_BENCH_ROUNDS", conversations > 100 ? 100 : 1)
    /// `MYNAH_BENCH_ENGINE=postgres` for one alone.
    static let engines = StoreEngine.underTest.filter { engine in
        ProcessInfo.processInfo.environment["MYNAH_BENCH_ENGINE"].map { $0 == engine.rawValue } ?? true
    }

    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }
}
