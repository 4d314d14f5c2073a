import Synchronization

/// A value that goes up and down: the length of a queue, the age of something in seconds. Setting takes no lock.
package final class Gauge: Sendable {
    private let bits = Atomic<UInt64>(Double.zero.bitPattern)

    package init() {}

    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    package func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    package func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (done, found) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if done { return }
            old = found
        }
    }
}

extension Gauge: Series {
    func write(name: String, labels: String, to page: inout String) {
        page += "\(sample(name, labels)) \(value)\n"
    }
}

/// A gauge that asks for its value when the page is read.
final class GaugeReading: Series {
    private let read: @Sendable () -> Double

    init(_ read: @escaping @Sendable () -> Double) {
        self.read = read
    }

    func write(name: String, labels: String, to page: inout String) {
        page += "\(sample(name, labels)) \(read())\n"
    }
}
