import Synchronization

/// How values spread over fixed buckets. Observing holds a lock for some tens of nanoseconds.
package final class Histogram: Sendable {
    private struct Observations {
        /// Per bucket, not cumulative; the last one has no bound.
        var counts: [Int]
        var sum = 0.0
    }

    /// Upper bounds for durations from half a millisecond to ten seconds.
    package static let seconds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]
    /// Upper bounds for sizes of batches and queues.
    package static let sizes: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

    private let bounds: [Double]
    private let observations: Mutex<Observations>

    /// - Parameter buckets: upper bounds in ascending order; the one without bound is added.
    package init(buckets: [Double]) {
        bounds = buckets
        observations = Mutex(Observations(counts: Array(repeating: 0, count: buckets.count + 1)))
    }

    package func observe(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        observations.withLock {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }

    /// In seconds.
    package func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        observe(Double(seconds) + Double(attoseconds) / 1e18)
    }

    package var count: Int { observations.withLock { $0.counts.reduce(0, +) } }
}

extension Histogram: Series {
    func write(name: String, labels: String, to page: inout String) {
        let (counts, sum) = observations.withLock { ($0.counts, $0.sum) }
        let prefix = labels.isEmpty ? "" : labels + ","
        var total = 0
        for (bound, count) in zip(bounds.map { "\($0)" } + ["+Inf"], counts) {
            total += count
            page += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)\n"
        }
        page += "\(sample("\(name)_sum", labels)) \(sum)\n\(sample("\(name)_count", labels)) \(total)\n"
    }
}
