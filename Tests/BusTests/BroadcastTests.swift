import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(1)))
struct BroadcastTests {
    private struct Hum: Broadcast, Equatable {
        static let name = "hum"

        var number: Int
    }

    private struct Buzz: Broadcast {
        static let name = "buzz"

        var text: String
    }

    @Test func `all instances of the service hear it, each once, and no other service does`() async throws {
        try await withPair(.sqlite) { first, second, configuration in
            try await withStore(.sqlite) { third in
                let one = try await Node(.gateway, first, configuration)
                let two = try await Node(.gateway, second, configuration)
                let other = try await Node(.media, third, configuration)
                try await running(one, two, other) {
                    var heard = [one, two].map { $0.bus.broadcasts(of: Hum.self).makeAsyncIterator() }
                    var media = other.bus.broadcasts(of: Hum.self).makeAsyncIterator()
                    // What is told before they are connected is lost: tell until it is heard.
                    let telling = Task {
                        while !Task.isCancelled {
                            one.bus.broadcast(Hum(number: 0))
                            try await Task.sleep(for: .milliseconds(10))
                        }
                    }
                    for index in heard.indices { #expect(await heard[index].next() == Hum(number: 0)) }
                    telling.cancel()
                    _ = await telling.result
                    one.bus.broadcast(Buzz(text: "another"))
                    for number in 1...50 { one.bus.broadcast(Hum(number: number)) }
                    other.bus.broadcast(Hum(number: 99))
                    for index in heard.indices {
                        var numbers: [Int] = []
                        while numbers.last != 50, let hum = await heard[index].next() { numbers.append(hum.number) }
                        #expect(numbers.filter { $0 > 0 } == Array(1...50))
                    }
                    #expect(await media.next() == Hum(number: 99))
                }
            }
        }
    }

    @Test func `more than may wait is dropped, events are not`() throws {
        let outgoing = Outgoing()
        for _ in 0..<Outgoing.broadcastCapacity + 10 {
            outgoing.add(broadcast: .message(topic: "broadcast.gateway.hum.", header: [], payload: []))
        }
        outgoing.add(.message(topic: "beat.", header: [], payload: []))
        #expect(outgoing.take().count == Outgoing.broadcastCapacity + 1)
        outgoing.add(broadcast: .stop)
        #expect(outgoing.take().count == 1)
    }

    @Test func `its frames read as they are documented`() throws {
        let message = BroadcastMessage(service: .gateway, name: "hum", payload: Array("{}".utf8))
        #expect(Topic.broadcast(.gateway, "hum") == "broadcast.gateway.hum.")
        #expect(String(decoding: message.header, as: UTF8.self) == "1\tbroadcast\tgateway\thum")
        var memory = HeaderMemory()
        let read = try message.header.withUnsafeBytes { try Incoming(header: $0, &memory, payload: message.payload) }
        guard case .broadcast(let broadcast) = read else {
            Issue.record("no broadcast")
            return
        }
        #expect(broadcast.service == .gateway && broadcast.name == "hum" && broadcast.payload == message.payload)
    }
}
