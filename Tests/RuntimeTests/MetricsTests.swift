import Runtime
import Testing

@Suite struct MetricsTests {
    private let metrics = Metrics()

    @Test func `writes a page that Prometheus reads`() {
        metrics.counter("a_total", help: "A \"count\"\nof \\.", labels: ["b": "2", "a": "x\"y\\z\n"]).increment(by: 3)
        metrics.counter("a_total", help: "", labels: [:]).increment()
        metrics.gauge("b_seconds", help: "An age.").set(1.5)
        metrics.gauge("c_bytes", help: "A size.") { 7 }
        let histogram = metrics.histogram("d_seconds", help: "A time.", labels: ["k": "v"], buckets: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 30] { histogram.observe(value) }
        #expect(
            metrics.page() == """
                # HELP a_total A \\"count\\"\\nof \\\\.
                # TYPE a_total counter
                a_total 1
                a_total{a="x\\"y\\\\z\\n",b="2"} 3
                # HELP b_seconds An age.
                # TYPE b_seconds gauge
                b_seconds 1.5
                # HELP c_bytes A size.
                # TYPE c_bytes gauge
                c_bytes 7.0
                # HELP d_seconds A time.
                # TYPE d_seconds histogram
                d_seconds_bucket{k="v",le="0.1"} 2
                d_seconds_bucket{k="v",le="1.0"} 3
                d_seconds_bucket{k="v",le="+Inf"} 4
                d_seconds_sum{k="v"} 30.65
                d_seconds_count{k="v"} 4

                """
        )
    }

    @Test func `one name and labels is one series`() {
        metrics.counter("x_total", help: "X.", labels: ["a": "1"]).increment()
        metrics.counter("x_total", help: "X.", labels: ["a": "1"]).increment()
        #expect(metrics.counter("x_total", help: "X.", labels: ["a": "1"]).value == 2)
    }

    @Test func `counts from many threads`() async {
        let counter = Counter()
        let gauge = Gauge()
        let histogram = Histogram(buckets: [1])
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        counter.increment()
                        gauge.add(0.5)
                        histogram.observe(.milliseconds(1))
                    }
                }
            }
        }
        #expect(counter.value == 8000 && gauge.value == 4000 && histogram.count == 8000)
    }

    @Test func `tells what the process uses`() {
        ProcessMetrics.register(in: metrics)
        #expect(ProcessMetrics.residentMemory() > 1_000_000)
        #expect(metrics.page().contains("process_resident_memory_bytes "))
    }
}
