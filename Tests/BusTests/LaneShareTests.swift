import Testing

@testable import Bus

@Suite
struct LaneShareTests {
    @Test(arguments: 1...70)
    func `shares cover all lanes, and none is larger than need be`(instances: Int) {
        let size = LaneShare.size(among: instances)
        #expect(size * instances >= Lane.count)
        #expect((size - 1) * instances < Lane.count)
    }

    @Test func `lets go what is more than its share`() {
        #expect(LaneShare.excess(of: .all, among: 2).count == 32)
        #expect(LaneShare.excess(of: .all, among: 1).isEmpty)
        #expect(LaneShare.excess(of: LaneSet(Lane.all.prefix(32)), among: 2).isEmpty)
    }

    @Test func `tries what nobody claims, up to its share`() {
        let mine = LaneSet(Lane.all.prefix(10))
        let theirs = LaneSet(Lane.all.suffix(30))
        #expect(LaneShare.candidates(for: mine, claimed: theirs) == Array(Lane.all[10..<34]))
        #expect(LaneShare.missing(from: mine, among: 2) == 22)
        #expect(LaneShare.missing(from: .all, among: 2) == 0)
    }
}
