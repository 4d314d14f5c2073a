import Contracts
import Crypto
import Testing

@testable import gateway

/// Whose place in which feed a cursor is.
struct FeedCursorTests {
    private static func view(
        _ workspace: String = "w1",
        _ modules: [String] = ["chats"],
        branch: String? = nil,
        staff: String? = nil
    ) throws -> LiveView {
        LiveView(
            workspace: WorkspaceID(trusted: workspace),
            permissions: try Permissions(Dictionary(uniqueKeysWithValues: modules.map { ($0, [.view]) }), field: ""),
            branch: branch,
            staff: staff.map { StaffID(trusted: $0) }
        )
    }

    /// `abc`, `1.`, `2.1`, `2..7`, `2.a.-7`, `2.a.9223372036854775808`
    @Test(arguments: ["", "%", "YWJj", "MS4", "Mi4x", "Mi4uNw", "Mi5hLi03", "Mi5hLjkyMjMzNzIwMzY4NTQ3NzU4MDg"])
    func `what is no cursor is none`(text: String) {
        #expect(FeedCursor(text) == nil)
    }

    @Test func `a cursor is read as it was written, and one of another version is of no feed`() throws {
        let cursor = FeedCursor(mark: try Self.view().mark, sequence: 42)
        #expect(FeedCursor(cursor.text) == cursor)
        for text in ["1.42", "3.x.y.z"] {
            let other = try #require(FeedCursor(Base64.encode(Array(text.utf8), .urlWithoutPadding)))
            #expect(other.mark.isEmpty)
        }
    }

    @Test func `those who are shown the same have one mark, and nobody else has it`() throws {
        let mark = try Self.view().mark
        #expect(try Self.view(staff: "mei").mark == mark)
        #expect(try Self.view(staff: "raj").shared.mark == mark)
        #expect(try Self.view("w1", ["people", "chats"]).mark == Self.view("w1", ["chats", "people"]).mark)
        let others = [
            try Self.view("w2"), try Self.view("w1", []), try Self.view("w1", ["chats", "people"]),
            try Self.view(branch: "Kepong"), try Self.view(branch: "Ipoh"), try Self.view(branch: ""),
        ]
        #expect(Set(others.map(\.mark) + [mark]).count == others.count + 1)
    }
}
