import Contracts
import Store

extension GalleryFields {
    /// The same with the spaces around its texts taken off.
    /// - Throws: `Problem` 422.
    func validated() throws(Problem) -> GalleryFields {
        var problems: [FieldProblem] = []
        let title = title.trimmed
        if !(1...128).contains(title.count) {
            problems.append(FieldProblem("title", "must have 1 to 128 characters"))
        }
        let tags = (tags ?? []).map(\.trimmed)
        if tags.count > 20 { problems.append(FieldProblem("tags", "must be at most 20")) }
        for (index, tag) in tags.enumerated() where !(1...40).contains(tag.count) || tag.contains(",") {
            problems.append(FieldProblem("tags[\(index)]", "must have 1 to 40 characters and no comma"))
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return GalleryFields(title: title, tags: tags)
    }

    /// The tags as one column has them.
    var tagLine: String { (tags ?? []).joined(separator: ",") }

    /// What is searched.
    var folded: String { "\(title)\n\(tagLine)".lowercased() }
}

extension GalleryItem {
    /// - Parameter row: of ``GalleryQuery/show``.
    init(_ row: Row) throws(StoreError) {
        let tags: String = try row.get("tags")
        self.init(
            id: try row.get("item"),
            title: try row.get("title"),
            tags: tags.split(separator: ",").map(String.init),
            type: try row.get("class"),
            media: try MediaObject(row),
            uploadedBy: try row.get("uploaded_by"),
            createdAt: try row.get("added_at")
        )
    }
}

extension MediaClass: SQLBindable, SQLReadable {}

extension String {
    /// Without spaces and line ends at both ends.
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(
            start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)]
        )
    }
}
