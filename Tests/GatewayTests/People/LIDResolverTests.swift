import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

@Suite(.timeLimit(.minutes(2)))
struct LIDResolverTests {
    private func lids(_ numbers: ClosedRange<Int>) throws -> [ChatID] {
        try numbers.map { try ChatID("90000000\($0)@lid") }
    }

    /// One by one while they are few, all at once when they are many.
    @Test(arguments: Engine.allCases, [3, 9])
    func `a session tells the phones that it has learnt`(engine: Engine, count: Int) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { (waha: Simulated) async throws -> Void in
                await waha.simulator.meet(count)
                let resolver = LIDResolver(directory: waha.provider.directory, logger: .silent)
                let wanted = try lids(1...count)
                let strange = try ChatID("123@lid")
                let found = try await resolver.resolve(ResolveLIDs(lids: wanted + [strange]), of: Provider.workspace)
                #expect(found.asked)
                #expect(
                    found.pairs.sorted { $0.lid.text < $1.lid.text }
                        == wanted.enumerated().map {
                            LIDPair(lid: $1, phoneNumber: "+6012345678\($0 + 1)")
                        }
                )
                let others = WorkspaceID(trusted: "w2")
                let none = try await resolver.resolve(ResolveLIDs(lids: wanted), of: others)
                #expect(none == ResolvedLIDs(pairs: [], asked: false))
            }
        }
    }

    @Test func `a session that does not work is not asked`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { (waha: Simulated) async throws -> Void in
                _ = try await waha.provider.control.stop(waha.provider.channel)
                let resolver = LIDResolver(directory: waha.provider.directory, logger: .silent)
                let found = try await resolver.resolve(ResolveLIDs(lids: try lids(1...1)), of: Provider.workspace)
                #expect(found == ResolvedLIDs(pairs: [], asked: false))
                let error = await #expect(throws: Problem.self) {
                    let many = Array(repeating: try lids(1...1)[0], count: LIDResolver.limit + 1)
                    _ = try await resolver.resolve(ResolveLIDs(lids: many), of: Provider.workspace)
                }
                #expect(error?.status == 422)
            }
        }
    }
}

extension Simulator {
    /// People with numbers from 1 on.
    fileprivate func meet(_ count: Int) {
        for number in 1...count {
            people.add(Person(phone: "6012345678\(number)", lid: "90000000\(number)", pushName: "P\(number)"))
        }
    }
}
