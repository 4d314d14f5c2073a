extension System {
    /// A counter of a process: the sum of its lines with a label, 0 when there are none.
    /// - Parameter label: `outcome="stored"`; all lines when it is empty.
    /// - Throws: ``Unfit`` when the process has no such counter at all.
    func count(_ name: String, _ label: String = "", of instance: Instance) async throws -> Int {
        let page = try await ops(instance).get("/metrics").text
        guard page.contains("# TYPE \(name) ") else { throw Unfit("there is no counter \(name)") }
        let lines = page.split(separator: "\n").filter { $0.hasPrefix(name) && (label.isEmpty || $0.contains(label)) }
        return lines.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.map { Int($0) }.reduce(0, +)
    }

    /// Waits until no service has applied an event for some seconds.
    func calm(for seconds: Int) async throws {
        var (last, still) = (-1, 0)
        while still < seconds {
            try await Task.sleep(for: .seconds(1))
            var applied = 0
            for instance in setup.instances { applied += try await count("bus_events_applied_total", of: instance) }
            still = applied == last ? still + 1 : 0
            last = applied
        }
    }
}
