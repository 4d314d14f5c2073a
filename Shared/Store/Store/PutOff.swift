/// What writes have put off to their end, by who does it: few, so that they are searched one by one.
package struct PutOff {
    private var parts: [(ending: any WriteEnding, items: [any Sendable])] = []

    package init() {}

    mutating func add(_ item: any Sendable, to ending: any WriteEnding) {
        if let index = index(of: ending) {
            parts[index].items.append(item)
        } else {
            parts.append((ending, [item]))
        }
    }

    /// Adds what a later write has put off.
    package mutating func add(_ others: PutOff) {
        for part in others.parts {
            if let index = index(of: part.ending) {
                parts[index].items += part.items
            } else {
                parts.append(part)
            }
        }
    }

    mutating func takeFirst() -> (ending: any WriteEnding, items: [any Sendable])? {
        parts.isEmpty ? nil : parts.removeFirst()
    }

    /// How much there is, to go back to.
    var mark: [Int] { parts.map(\.items.count) }

    mutating func undo(to mark: [Int]) {
        parts.removeSubrange(mark.count...)
        for (index, count) in mark.enumerated() { parts[index].items.removeSubrange(count...) }
    }

    private func index(of ending: any WriteEnding) -> Int? { parts.firstIndex { $0.ending === ending } }
}
