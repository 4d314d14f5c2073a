/// What tells two versions of a resource apart.
enum EntityTag {
    /// Whether a caller has this version already.
    /// - Parameters:
    ///   - header: the value of `If-None-Match`.
    ///   - tag: in quotes, as in `ETag`.
    static func matches(_ header: String?, _ tag: String) -> Bool {
        guard let header else { return false }
        if header == "*" { return true }
        return header.split(separator: ",").contains { weak(String($0.filter { $0 != " " })) == weak(tag) }
    }

    private static func weak(_ tag: String) -> String {
        tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
    }
}
