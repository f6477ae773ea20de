import { Get, HttpCode } from '@nestjs/common';
import { Config } from '../../config.js';
import { Operation } from '../protocol/operation.js';
import { RestController } from '../protocol/rest-controller.js';

/** The version of the API that this program speaks: clients ask for it, not for ours. */
const VERSION = '8.9.0';

/** What clients ask before they begin. Seen from there a program is a cluster of one. */
@RestController()
export class ClusterController {
  constructor(private readonly config: Config) {}

  @Get('topology')
  @Operation('getTopology', 'look-around')
  topology() {
    const { hostname, port } = new URL(this.config.publicUrl);
    const partitions = [{ partitionId: 1, role: 'leader', health: 'healthy' }];
    return {
      brokers: [{ nodeId: 0, host: hostname, port: Number(port) || 443, partitions, version: VERSION }],
      clusterId: null,
      clusterSize: 1,
      partitionsCount: 1,
      replicationFactor: 1,
      gatewayVersion: VERSION,
      lastCompletedChangeId: '-1',
    };
  }

  @Get('status')
  @HttpCode(204)
  @Operation('getStatus')
  status(): void {
    // an answer is all that is asked for
  }

  @Get('license')
  @Operation('getLicense')
  license() {
    return { validLicense: true, licenseType: 'EUPL-1.2', isCommercial: false, expiresAt: null };
  }
}
