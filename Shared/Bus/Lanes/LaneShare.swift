/// How the instances of a service divide the lanes: evenly, without talking about it.
enum LaneShare {
    /// How many lanes this instance may hold.
    /// - Parameter instances: those of the service that are alive, this one included.
    static func size(among instances: Int) -> Int {
        (Lane.count + max(instances, 1) - 1) / max(instances, 1)
    }

    /// Which lanes to let go, the highest first, for an instance that holds more than its share.
    static func excess(of held: LaneSet, among instances: Int) -> [Lane] {
        held.lanes.suffix(max(0, held.count - size(among: instances)))
    }

    /// Which lanes to try to take, in order, up to ``missing(from:among:)``: those first that nobody tells to hold.
    /// - Parameter claimed: by other instances.
    static func candidates(for held: LaneSet, claimed: LaneSet) -> [Lane] {
        let others = LaneSet.all.subtracting(held)
        return others.subtracting(claimed).lanes
    }

    static func missing(from held: LaneSet, among instances: Int) -> Int {
        max(0, size(among: instances) - held.count)
    }
}
