"""Pictures of a flow with its problems painted on."""
