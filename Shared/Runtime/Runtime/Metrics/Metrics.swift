import Synchronization

/// The numbers a process tells about itself, as a Prometheus page.
///
/// Names are `<service>_<thing>_<unit>`, counters end in `_total`. Asking twice for one name and labels gives the same
/// series. Keep the series: looking one up takes a lock, counting does not.
package final class Metrics: Sendable {
    private let families = Mutex<[String: Family]>([:])

    package init() {}

    package func counter(_ name: String, help: String, labels: [String: String] = [:]) -> Counter {
        series(name, .counter, help, labels) { Counter() }
    }

    package func gauge(_ name: String, help: String, labels: [String: String] = [:]) -> Gauge {
        series(name, .gauge, help, labels) { Gauge() }
    }

    /// A gauge that is read when the page is. `read` is called with a lock held: it must be quick.
    package func gauge(
        _ name: String,
        help: String,
        labels: [String: String] = [:],
        read: @escaping @Sendable () -> Double
    ) {
        _ = series(name, .gauge, help, labels) { GaugeReading(read) }
    }

    /// - Parameter buckets: upper bounds in ascending order; the one without bound is added.
    package func histogram(
        _ name: String,
        help: String,
        labels: [String: String] = [:],
        buckets: [Double] = Histogram.seconds
    ) -> Histogram {
        series(name, .histogram, help, labels) { Histogram(buckets: buckets) }
    }

    /// The page in Prometheus' text format 0.0.4.
    package func page() -> String {
        families.withLock { families in
            var page = ""
            for (name, family) in families.sorted(by: { $0.key < $1.key }) {
                page += "# HELP \(name) \(escape(family.help))\n# TYPE \(name) \(family.kind.rawValue)\n"
                for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                    series.write(name: name, labels: labels, to: &page)
                }
            }
            return page
        }
    }

    private func series<S: Series>(
        _ name: String,
        _ kind: Family.Kind,
        _ help: String,
        _ labels: [String: String],
        make: () -> S
    ) -> S {
        families.withLock { families in
            let key = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escape($0.value))\"" }
                .joined(separator: ",")
            if let known = families[name]?.series[key] as? S { return known }
            let new = make()
            families[name, default: Family(kind: kind, help: help)].series[key] = new
            return new
        }
    }

    private func escape(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

/// All series of one name.
private struct Family {
    enum Kind: String { case counter, gauge, histogram }

    let kind: Kind
    let help: String
    /// By labels, as the page shows them.
    var series: [String: any Series] = [:]
}

/// The values under one name and one set of labels.
protocol Series: AnyObject, Sendable {
    func write(name: String, labels: String, to page: inout String)
}

/// `name{labels}`, or the bare name.
func sample(_ name: String, _ labels: String) -> String {
    labels.isEmpty ? name : "\(name){\(labels)}"
}
