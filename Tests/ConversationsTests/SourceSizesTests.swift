import Contracts
import Testing

@testable import conversations

/// What a source is said to have is counted once for many lists.
struct SourceSizesTests {
    private static func filter(_ status: ConversationStatus = .active) throws -> ConversationFilter {
        var request = ListConversations()
        request.status = status
        return try ConversationFilter(request, Desk.workspace, country: "MY")
    }

    @Test func `a source is counted once, each filter's own, and again where that went not far enough`() throws {
        let sizes = SourceSizes()
        var counts = 0
        func size(_ source: ListSource, _ filter: ConversationFilter, upTo limit: Int, of total: Int) -> Int {
            sizes.size(of: source, for: filter, upTo: limit) {
                counts += 1
                return min(total, limit)
            }
        }
        let (active, ended) = (try Self.filter(), try Self.filter(.ended))
        #expect(size(.unread, active, upTo: 10, of: 7) == 7)
        #expect(size(.unread, active, upTo: 100, of: 8) == 7)
        #expect(size(.unread, active, upTo: 5, of: 8) == 5)
        #expect(counts == 1)
        #expect(size(.unread, ended, upTo: 10, of: 3) == 3)
        #expect(size(.tag(TagID(trusted: "vip")), active, upTo: 10, of: 50) == 10)
        #expect(counts == 3)
        #expect(size(.tag(TagID(trusted: "vip")), active, upTo: 40, of: 50) == 40)
        #expect(counts == 4)
    }
}
