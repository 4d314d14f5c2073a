import Synchronization

/// A count that only grows. Counting takes no lock.
package final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}

    package var value: Int { count.load(ordering: .relaxed) }

    /// - Parameter amount: 0 or more.
    package func increment(by amount: Int = 1) {
        count.add(amount, ordering: .relaxed)
    }
}

extension Counter: Series {
    func write(name: String, labels: String, to page: inout String) {
        page += "\(sample(name, labels)) \(value)\n"
    }
}
