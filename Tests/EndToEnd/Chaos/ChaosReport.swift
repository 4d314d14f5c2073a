import JSON

/// The figures of one storm, as a table.
struct ChaosReport {
    let run: ChaosRun
    let verdict: ChaosVerdict
    let live: LiveFollower.Record
    let uncertainRecipients: Int
    let storm: Duration
    let settling: Duration

    var text: String {
        let plan = run.plan
        let retried = verdict.sent.count { $0.tries > 1 }
        var lines = [
            "", "Chaos on \(run.system.setup.engine), \(run.system.setup.instances.count) processes, seed \(plan.seed)",
            row("messages in", "\(plan.messages) texts, \(plan.pictures) pictures"),
            row("answers out", "\(plan.sends), of which tried more than once: \(retried)"),
            row("campaign", "\(plan.recipients) recipients"),
            row("uncertain", "\(verdict.uncertain) in all, \(uncertainRecipients) of the campaign"),
            row("live feed", "\(live.frames) frames over \(live.connections) connections"),
            row("storm, then calm", "\(storm.seconds) s, \(settling.seconds) s"),
        ]
        let record = run.killer.record
        for instance in Instance.one {
            let recoveries = (record.recoveries[instance] ?? []).sorted()
            let median = recoveries.isEmpty ? 0 : recoveries[recoveries.count / 2].seconds
            let worst = recoveries.last?.seconds ?? 0
            let figures =
                "\(record.kills[instance] ?? 0) kills, ready again after \(median) s (median), \(worst) s (worst)"
            lines.append(row(instance.description, figures))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ name: String, _ figures: String) -> String {
        "  " + name + String(repeating: " ", count: max(1, 18 - name.count)) + figures
    }
}
