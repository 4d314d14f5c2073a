/// How much of a list is asked for.
package struct PageLimit: Hashable, Sendable {
    package let count: Int

    /// How much is read: one more tells that there is a next page.
    package var toRead: Int { count + 1 }

    /// - Throws: ``Problem`` 422 unless it is 1 to `most`.
    package init(_ count: Int, upTo most: Int) throws(Problem) {
        if let problem = Self.problem(count, upTo: most) { throw .invalid([problem]) }
        self.count = count
    }

    /// What is wrong with a limit that is not 1 to `most`.
    package static func problem(_ count: Int, upTo most: Int) -> FieldProblem? {
        (1...most).contains(count) ? nil : FieldProblem("limit", "must be 1 to \(most)")
    }

    /// - Parameters:
    ///   - items: up to ``toRead``.
    ///   - cursor: the place of an item, which the next page begins after.
    package func page<Item>(_ items: [Item], cursor: (Item) -> String) -> Page<Item> {
        let shown = Array(items.prefix(count))
        return Page(items: shown, nextCursor: items.count > count ? shown.last.map(cursor) : nil)
    }
}

extension FieldProblem {
    /// Of a cursor that no page has given.
    package static let foreignCursor = FieldProblem("cursor", "is not one of this list")
}
