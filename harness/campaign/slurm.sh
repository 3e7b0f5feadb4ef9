#!/usr/bin/env bash
#SBATCH --job-name=racelab
#SBATCH --requeue
# Distributed under the Boost Software License, Version 1.0.
#
# One shard of a campaign, as a task of a Slurm job array. In the clone, which
# all nodes see at the same path:
#
#   sbatch --array=0-3 harness/campaign/slurm.sh 4 --out DIR [SEEDS_ARGUMENT...]
#   sbatch --array=2   harness/campaign/slurm.sh 4 --out DIR …  # that one again
#
# The number of shards is said twice, because a task that runs alone does not
# know how many others there were.
set -euo pipefail

shards=${1:?the number of shards}
shift
# Slurm runs a copy of this file, from elsewhere.
cd -- "${SLURM_SUBMIT_DIR:?it is to be started by sbatch}"
exec ./run_tsan.sh seeds --shard "${SLURM_ARRAY_TASK_ID:?no --array}/$shards" "$@"
