/// A part of a list.
struct Page: Sendable {
    var limit: Int
    var offset: Int

    /// - Throws: ``Refusal`` with 400 for what is no number.
    init(_ limitText: String?, _ offsetText: String?, limit fallback: Int) throws(Refusal) {
        limit = try Self.number(limitText, "limit") ?? fallback
        offset = try Self.number(offsetText, "offset") ?? 0
    }

    func cut<Item>(_ items: [Item]) -> [Item] {
        Array(items.dropFirst(offset).prefix(limit))
    }

    private static func number(_ text: String?, _ name: String) throws(Refusal) -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw .badRequest(["\(name) must be a number conforming to the specified constraints"])
        }
        return number
    }
}

extension Simulator {
    /// The page of a list that a query asks for.
    static func page<Item>(_ items: [Item], _ exchange: Exchange, limit: Int) throws -> [Item] {
        try Page(exchange.query("limit"), exchange.query("offset"), limit: limit).cut(items)
    }

    /// - Throws: ``Refusal`` with 400 when a parameter is there and is none of the choices.
    static func check(_ exchange: Exchange, _ name: String, _ choices: [String]) throws(Refusal) {
        guard let value = exchange.query(name), !choices.contains(value) else { return }
        throw .badRequest(["\(name) must be one of the following values: " + choices.joined(separator: ", ")])
    }

    /// - Parameter milliseconds: not scaled.
    func dawdle(_ milliseconds: Double) async throws {
        if milliseconds > 0 { try await Task.sleep(for: .milliseconds(Int64(milliseconds))) }
    }
}
