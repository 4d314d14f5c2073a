import Contracts
import Runtime
import Store

@testable import conversations

extension Desk {
    /// Brings the index up to the newest message, then searches.
    func search(
        _ request: SearchMessages,
        reach: SearchReach? = nil
    ) async throws -> Page<FoundMessage> {
        let indexing = WordIndexing(store: store, clock: .system, logger: .quiet)
        if store.engine == .sqlite { while try await indexing.index() > 0 {} }
        return try await store.read { reader in
            try MessageSearch(workspace: Desk.workspace, reader: reader, reach: reach).find(request)
        }
    }

    func find(
        _ words: String,
        in conversation: ConversationID? = nil,
        scope: String? = nil,
        reach: SearchReach? = nil
    ) async throws -> [String?] {
        let request = SearchMessages(words: words, conversation: conversation, scope: scope)
        return try await search(request, reach: reach).items.map(\.message.body)
    }
}
